CREATE TABLE `favorite_items` (
	`user_id` int NOT NULL,
	`item_id` int NOT NULL,
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT `favorite_items_user_id_item_id_pk` PRIMARY KEY(`user_id`,`item_id`)
);
--> statement-breakpoint
CREATE TABLE `item` (
	`id` int AUTO_INCREMENT NOT NULL,
	`item_name` varchar(255) NOT NULL,
	`price` decimal(10,2) NOT NULL,
	`stock_available` int NOT NULL DEFAULT 0,
	`image_url` varchar(2048),
	`description` text,
	`retired_at` datetime,
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT `item_id` PRIMARY KEY(`id`),
	CONSTRAINT `item_price_not_negative` CHECK(`item`.`price` >= 0),
	CONSTRAINT `item_stock_not_negative` CHECK(`item`.`stock_available` >= 0)
);
--> statement-breakpoint
CREATE TABLE `order_items` (
	`order_id` int NOT NULL,
	`item_id` int NOT NULL,
	`item_quantities` int NOT NULL DEFAULT 1,
	`unit_price` decimal(10,2),
	`item_name` varchar(255),
	CONSTRAINT `order_items_order_id_item_id_pk` PRIMARY KEY(`order_id`,`item_id`),
	CONSTRAINT `order_items_quantity_positive` CHECK(`order_items`.`item_quantities` >= 1),
	CONSTRAINT `order_items_price_not_negative` CHECK(`order_items`.`unit_price` >= 0)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` int AUTO_INCREMENT NOT NULL,
	`user_id` int NOT NULL,
	`order_date` date NOT NULL DEFAULT (CURRENT_DATE),
	`shipping_address` varchar(500),
	`total_price` decimal(12,2) NOT NULL DEFAULT '0.00',
	`status` enum('TEMP','CLOSED','CANCELLED') NOT NULL DEFAULT 'TEMP',
	`purchase_key` char(36),
	`purchased_at` datetime,
	`cancelled_at` datetime,
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	`open_user_id` int GENERATED ALWAYS AS ((CASE WHEN status = 'TEMP' THEN user_id END)) VIRTUAL,
	CONSTRAINT `orders_id` PRIMARY KEY(`id`),
	CONSTRAINT `orders_purchase_key` UNIQUE(`purchase_key`),
	CONSTRAINT `orders_open_user` UNIQUE(`open_user_id`),
	CONSTRAINT `orders_total_not_negative` CHECK(`orders`.`total_price` >= 0)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` char(64) NOT NULL,
	`user_id` int NOT NULL,
	`device` varchar(255),
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	`last_seen_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	`expires_at` datetime NOT NULL,
	`prompts_used` tinyint unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `sessions_id` PRIMARY KEY(`id`),
	CONSTRAINT `sessions_prompts` CHECK(`sessions`.`prompts_used` <= 5)
);
--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`kid` char(36) NOT NULL,
	`secret` varbinary(32) NOT NULL,
	`created_at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	CONSTRAINT `signing_keys_kid` PRIMARY KEY(`kid`)
);
--> statement-breakpoint
CREATE TABLE `stock_movements` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`item_id` int NOT NULL,
	`order_id` int,
	`reason` enum('opening','sale','cancel','restock','correction','import') NOT NULL,
	`quantity` int NOT NULL,
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	`opened_item_id` int GENERATED ALWAYS AS ((CASE WHEN reason = 'opening' THEN item_id END)) VIRTUAL,
	CONSTRAINT `stock_movements_id` PRIMARY KEY(`id`),
	CONSTRAINT `stock_movements_once` UNIQUE(`order_id`,`item_id`,`reason`),
	CONSTRAINT `stock_movements_opening` UNIQUE(`opened_item_id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` int AUTO_INCREMENT NOT NULL,
	`username` varchar(64) NOT NULL,
	`first_name` varchar(100),
	`last_name` varchar(100),
	`email` varchar(255),
	`phone` varchar(50),
	`country` varchar(100),
	`city` varchar(100),
	`hashed_password` varchar(255),
	`is_registered` boolean NOT NULL DEFAULT false,
	`role` enum('customer','operator') NOT NULL DEFAULT 'customer',
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_username` UNIQUE(`username`)
);
--> statement-breakpoint
ALTER TABLE `favorite_items` ADD CONSTRAINT `favorite_items_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `favorite_items` ADD CONSTRAINT `favorite_items_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `order_items` ADD CONSTRAINT `order_items_order_id_orders_id_fk` FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `order_items` ADD CONSTRAINT `order_items_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `orders` ADD CONSTRAINT `orders_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sessions` ADD CONSTRAINT `sessions_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `stock_movements` ADD CONSTRAINT `stock_movements_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `stock_movements` ADD CONSTRAINT `stock_movements_order_id_orders_id_fk` FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `item_name` ON `item` (`item_name`,`id`);--> statement-breakpoint
CREATE INDEX `item_price` ON `item` (`price`,`id`);--> statement-breakpoint
CREATE INDEX `item_stock` ON `item` (`stock_available`,`id`);--> statement-breakpoint
CREATE INDEX `orders_user` ON `orders` (`user_id`,`order_date`,`id`);--> statement-breakpoint
CREATE INDEX `orders_date` ON `orders` (`order_date`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`,`expires_at`);--> statement-breakpoint
CREATE INDEX `stock_movements_item` ON `stock_movements` (`item_id`,`quantity`);