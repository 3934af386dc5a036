-- Written by hand after drizzle-kit's snapshot: each table whole, with its keys, so that a first start makes eight
-- tables and not eight tables and sixteen changes. The FULLTEXT key is the one thing that drizzle-kit cannot say.
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
	CONSTRAINT `users_id` PRIMARY KEY (`id`),
	CONSTRAINT `users_username` UNIQUE (`username`)
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
	CONSTRAINT `item_id` PRIMARY KEY (`id`),
	KEY `item_name` (`item_name`, `id`),
	KEY `item_price` (`price`, `id`),
	KEY `item_stock` (`stock_available`, `id`),
	FULLTEXT KEY `item_words` (`item_name`, `description`),
	CONSTRAINT `item_price_not_negative` CHECK (`price` >= 0),
	CONSTRAINT `item_stock_not_negative` CHECK (`stock_available` >= 0)
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
	CONSTRAINT `orders_id` PRIMARY KEY (`id`),
	CONSTRAINT `orders_purchase_key` UNIQUE (`purchase_key`),
	CONSTRAINT `orders_open_user` UNIQUE (`open_user_id`),
	KEY `orders_user` (`user_id`, `order_date`, `id`),
	KEY `orders_date` (`order_date`, `id`),
	CONSTRAINT `orders_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
	CONSTRAINT `orders_total_not_negative` CHECK (`total_price` >= 0)
);
--> statement-breakpoint
CREATE TABLE `order_items` (
	`order_id` int NOT NULL,
	`item_id` int NOT NULL,
	`item_quantities` int NOT NULL DEFAULT 1,
	`unit_price` decimal(10,2),
	`item_name` varchar(255),
	CONSTRAINT `order_items_order_id_item_id_pk` PRIMARY KEY (`order_id`, `item_id`),
	KEY `order_items_item` (`item_id`),
	CONSTRAINT `order_items_order_id_orders_id_fk` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE CASCADE,
	CONSTRAINT `order_items_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item` (`id`),
	CONSTRAINT `order_items_quantity_positive` CHECK (`item_quantities` >= 1),
	CONSTRAINT `order_items_price_not_negative` CHECK (`unit_price` >= 0)
);
--> statement-breakpoint
CREATE TABLE `favorite_items` (
	`user_id` int NOT NULL,
	`item_id` int NOT NULL,
	`created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
	CONSTRAINT `favorite_items_user_id_item_id_pk` PRIMARY KEY (`user_id`, `item_id`),
	KEY `favorite_items_item` (`item_id`),
	CONSTRAINT `favorite_items_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE,
	CONSTRAINT `favorite_items_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item` (`id`) ON DELETE CASCADE
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
	CONSTRAINT `stock_movements_id` PRIMARY KEY (`id`),
	CONSTRAINT `stock_movements_once` UNIQUE (`order_id`, `item_id`, `reason`),
	CONSTRAINT `stock_movements_opening` UNIQUE (`opened_item_id`),
	KEY `stock_movements_item` (`item_id`, `quantity`),
	CONSTRAINT `stock_movements_item_id_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `item` (`id`),
	CONSTRAINT `stock_movements_order_id_orders_id_fk` FOREIGN KEY (`order_id`) REFERENCES `orders` (`id`) ON DELETE SET NULL
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
	CONSTRAINT `sessions_id` PRIMARY KEY (`id`),
	KEY `sessions_user` (`user_id`, `expires_at`),
	CONSTRAINT `sessions_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE,
	CONSTRAINT `sessions_prompts` CHECK (`prompts_used` <= 5)
);
--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`kid` char(36) NOT NULL,
	`secret` varbinary(32) NOT NULL,
	`created_at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	CONSTRAINT `signing_keys_kid` PRIMARY KEY (`kid`)
);
