CREATE TABLE `login_attempts` (
	`id` char(64) NOT NULL,
	`failures` int NOT NULL,
	`wait_until` datetime(6) NOT NULL,
	`ticket` char(36) NOT NULL,
	CONSTRAINT `login_attempts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `login_attempts_age` ON `login_attempts` (`wait_until`);