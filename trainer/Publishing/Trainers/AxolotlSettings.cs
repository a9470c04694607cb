namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>A configuration of axolotl: https://docs.axolotl.ai/docs/config-reference.html, keys in its order.</summary>
internal static class AxolotlSettings
{
    /// <param name="objective">sft or dpo.</param>
    /// <param name="validated">Whether there is a validation file.</param>
    public static Dictionary<string, object> Of(string objective, TrainerExportRequest request, bool validated)
    {
        var preference = objective == "dpo";
        var settings = new Dictionary<string, object> { ["base_model"] = request.BaseModel };
        if (preference)
        {
            settings["rl"] = "dpo";
            settings["rl_beta"] = request.Beta;
        }
        settings["chat_template"] = "tokenizer_default";
        settings["datasets"] = new[] { Data($"{objective}/train.jsonl", preference) };
        if (validated)
            settings["test_datasets"] = new[] { Data($"{objective}/validation.jsonl", preference) };
        settings["dataset_prepared_path"] = $"prepared-{objective}";
        settings["output_dir"] = $"adapter-{objective}";
        settings["adapter"] = "lora";
        settings["lora_r"] = request.Rank;
        settings["lora_alpha"] = request.Alpha;
        settings["lora_dropout"] = request.Dropout;
        settings["lora_target_modules"] = request.Modules;
        settings["peft_use_rslora"] = request.IsRankStabilised;
        settings["peft_use_dora"] = request.IsDecomposed;
        settings["sequence_len"] = request.SequenceLength;
        settings["sample_packing"] = !preference;
        settings["micro_batch_size"] = request.BatchSize;
        settings["gradient_accumulation_steps"] = request.Accumulation;
        settings["num_epochs"] = request.Epochs;
        settings["learning_rate"] = preference ? request.LearningRate / TrlSettings.Gentler : request.LearningRate;
        settings["optimizer"] = "adamw_torch";
        settings["lr_scheduler"] = "cosine";
        settings["warmup_ratio"] = TrlSettings.WarmUp;
        settings["max_grad_norm"] = 1.0;
        settings["bf16"] = "auto";
        settings["gradient_checkpointing"] = true;
        settings["train_on_inputs"] = false;
        settings["seed"] = request.Seed;
        settings["saves_per_epoch"] = 1;
        if (validated)
            settings["evals_per_epoch"] = 2;
        settings["logging_steps"] = 1;
        settings["use_ray"] = false; // --use-ray turns it on
        settings["ray_num_workers"] = request.Workers;
        settings["resources_per_worker"] = new Dictionary<string, object> { ["GPU"] = 1 };
        return settings;
    }

    private static Dictionary<string, object> Data(string path, bool preference)
    {
        var data = new Dictionary<string, object>
        {
            ["path"] = path,
            ["ds_type"] = "json",
            ["split"] = "train",
            ["type"] = preference ? "chat_template.default" : "chat_template",
            ["field_messages"] = "messages",
            ["message_property_mappings"] = new Dictionary<string, object> { ["role"] = "role", ["content"] = "content" },
        };
        if (preference)
        {
            data["field_chosen"] = "chosen";
            data["field_rejected"] = "rejected";
        }
        else
        {
            data["roles_to_train"] = new[] { "assistant" };
            data["train_on_eos"] = "turn";
        }
        return data;
    }
}
