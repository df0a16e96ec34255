-- Agreement with the version before is a share of golden rows, which policies may require to be large enough.
ALTER TABLE "evidence" ADD COLUMN "share" DOUBLE PRECISION;
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_share" CHECK ("share" BETWEEN 0 AND 1);
