/** Words that stand in most passwords that were ever leaked; what is made of them and a number is guessed in seconds. */
export const commonWords: readonly string[] = `
password passwort motdepasse contrasena passw0rd pass word secret geheim letmein welcome willkommen changeme change
default admin administrator administrateur root user guest login signin access master hello hallo test testing temp
temporary iloveyou ilove love loveme princess sunshine monkey dragon football baseball basketball soccer hockey
superman batman spiderman starwars pokemon shadow michael jennifer jessica daniel ashley charlie jordan thomas
computer internet samsung google facebook microsoft windows apple android company office work corona covid
summer winter spring autumn sommer herbst fruehling january february march april june july august september october
november december monday tuesday wednesday thursday friday saturday sunday qwerty qwertz azerty asdf zxcv abc
countersign bank banking finance model risk london zurich berlin paris newyork liverpool chelsea arsenal barcelona
freedom whatever trustno flower cheese chocolate cookie pepper ginger banana orange purple silver golden diamond
forever family mother father sister brother friend angel jesus christ please opensesame sesame abracadabra
`
  .trim()
  .split(/\s+/);

/** Long passwords that lists of leaks name as they stand, without marks and in lower case. */
export const widelyKnown: ReadonlySet<string> = new Set(
  `
123456789012 1234567890123 0123456789012 111111111111 000000000000 123123123123 121212121212 112233445566 987654321098
qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 qazwsxedcrfv
q1w2e3r4t5y6 1q2w3e4r5t6y 1a2b3c4d5e6f a1b2c3d4e5f6 abc123abc123 asdfghjklzxc asdfasdfasdf zxcvbnmasdfg
passwordpassword password1234 mypassword123 adminadmin123 administrator1 letmeinletmein iloveyou1234 iloveyouforever
unknownunknown thisisapassword thisismypassword correcthorsebatterystaple correcthorsebattery nothingtosee123
mynameisnobody jesuslovesme1 iloveyousomuch ilovemyfamily manchesterunited liverpoolfc1892 whatsupdoc123 letmeinplease
trustnoone1234 countersignexample countersigncountersign changemeplease welcome123456 hunter2hunter2
`
    .trim()
    .split(/\s+/),
);
