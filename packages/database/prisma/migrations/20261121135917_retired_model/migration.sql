-- AlterTable
ALTER TABLE "model" ADD COLUMN     "retired_at" TIMESTAMPTZ(3);
