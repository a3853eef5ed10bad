-- Every request of the API is counted here: no disk is waited for, and rows are written again in their place.
ALTER TABLE "rates" SET UNLOGGED;
ALTER TABLE "rates" SET (fillfactor = 50);
