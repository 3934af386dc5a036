CREATE TABLE `prompts` (
	`id` char(36) NOT NULL,
	`session_id` char(64) NOT NULL,
	`state` enum('reserved','answered','returned') NOT NULL DEFAULT 'reserved',
	`question` varchar(1000) NOT NULL,
	`answer` text,
	`source` enum('database','model'),
	`created_at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	CONSTRAINT `prompts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `prompts` ADD CONSTRAINT `prompts_session_id_sessions_id_fk` FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `prompts_session` ON `prompts` (`session_id`,`created_at`);