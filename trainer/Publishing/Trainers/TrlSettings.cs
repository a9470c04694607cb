namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>
/// Arguments of <c>trl sft</c> and <c>trl dpo</c> as a file for <c>--config</c>: https://huggingface.co/docs/trl/clis. A prompt with its
/// completion is learnt from the completion alone.
/// </summary>
internal static class TrlSettings
{
    public const double WarmUp = 0.05;

    /// <summary>Preference optimisation moves what is already learnt, in steps so many times smaller.</summary>
    public const double Gentler = 20;

    /// <param name="objective">sft or dpo.</param>
    /// <param name="validated">Whether there is a validation file.</param>
    public static Dictionary<string, object> Of(string objective, TrainerExportRequest request, bool validated)
    {
        var preference = objective == "dpo";
        var settings = new Dictionary<string, object>
        {
            ["model_name_or_path"] = request.BaseModel,
            ["dtype"] = "bfloat16",
            // A folder with train.jsonl and validation.jsonl is a data set with these splits.
            ["dataset_name"] = $"./{objective}",
            ["dataset_train_split"] = "train",
            ["use_peft"] = true,
            ["lora_r"] = request.Rank,
            ["lora_alpha"] = (int)request.Alpha,
            ["lora_dropout"] = request.Dropout,
            ["lora_target_modules"] = request.Modules,
            ["use_rslora"] = request.IsRankStabilised,
            ["use_dora"] = request.IsDecomposed,
            ["max_length"] = request.SequenceLength,
            ["per_device_train_batch_size"] = request.BatchSize,
            ["gradient_accumulation_steps"] = request.Accumulation,
            ["num_train_epochs"] = request.Epochs,
            ["learning_rate"] = preference ? request.LearningRate / Gentler : request.LearningRate,
            ["lr_scheduler_type"] = "cosine",
            ["warmup_ratio"] = WarmUp,
            ["max_grad_norm"] = 1.0,
            ["bf16"] = true,
            ["gradient_checkpointing"] = true,
            ["seed"] = request.Seed,
            ["logging_steps"] = 1,
            ["save_strategy"] = "epoch",
            ["eval_strategy"] = validated ? "epoch" : "no",
            ["output_dir"] = $"adapter-{objective}",
            ["report_to"] = "none",
        };
        if (validated)
            settings["dataset_test_split"] = "validation";
        if (preference)
            settings["beta"] = request.Beta;
        else
            settings["completion_only_loss"] = true;
        return settings;
    }
}
