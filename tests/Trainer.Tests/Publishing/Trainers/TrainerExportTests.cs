using System.Text.Json;
using ChatBot.Answering.Generation;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Publishing.Trainers;
using YamlDotNet.Serialization;

namespace ChatBot.Trainer.Tests.Publishing.Trainers;

public sealed class TrainerExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("export-").FullName;

    private string Dataset => Path.Combine(_folder, "dataset");

    private string Out => Path.Combine(_folder, "out");

    [Fact]
    public async Task Axolotl_reads_conversations_and_learns_the_reply_alone()
    {
        Write([Line("pair", pair: true), Line("plain")], [Line("held")], [Line("secret")]);

        var report = await TrainerExport.WriteAsync(
            Dataset,
            Out,
            new TrainerExportRequest(OtherTrainer.Axolotl, "Qwen/Qwen2.5-0.5B") { Rank = 8, Workers = 4 }
        );

        Assert.Equal((3, 1), (report.Examples, report.Pairs));
        Assert.Equal(["system", "user", "assistant"], Roles(Rows("sft/train.jsonl")[0].GetProperty("messages")));
        var pair = Assert.Single(Rows("dpo/train.jsonl"));
        Assert.Equal(["system", "user"], Roles(pair.GetProperty("messages")));
        Assert.Equal("assistant", pair.GetProperty("chosen").GetProperty("role").GetString());
        Assert.Equal(ReplyContract.NoAnswer, pair.GetProperty("rejected").GetProperty("content").GetString());
        var sft = Settings("sft.yaml");
        Assert.Equal(("Qwen/Qwen2.5-0.5B", "8", "tokenizer_default"), (sft["base_model"], sft["lora_r"], sft["chat_template"]));
        var data = (Dictionary<object, object>)((List<object>)sft["datasets"])[0];
        Assert.Equal(("sft/train.jsonl", "chat_template", "turn"), (data["path"], data["type"], data["train_on_eos"]));
        Assert.True(sft.ContainsKey("test_datasets"));
        var dpo = Settings("dpo.yaml");
        Assert.Equal(("dpo", "0.1", "false"), (dpo["rl"], dpo["rl_beta"], dpo["sample_packing"]));
        Assert.False(dpo.ContainsKey("test_datasets")); // no pair is held out
        Assert.Contains("--use-ray --ray-num-workers 4", await File.ReadAllTextAsync(Path.Combine(Out, "README.md")));
        Assert.Equal(
            report.Files.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Out, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Out, file))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Trl_reads_prompts_with_completions_from_folders_with_splits()
    {
        Write([Line("pair", pair: true)], [Line("held", pair: true)], [Line("secret")]);

        await TrainerExport.WriteAsync(Dataset, Out, new TrainerExportRequest(OtherTrainer.Trl, "/models/base"));

        var row = Assert.Single(Rows("sft/train.jsonl"));
        Assert.Equal(["system", "user"], Roles(row.GetProperty("prompt")));
        Assert.Equal(["assistant"], Roles(row.GetProperty("completion")));
        var pair = Assert.Single(Rows("dpo/validation.jsonl"));
        Assert.Equal(["assistant", "assistant"], [.. Roles(pair.GetProperty("chosen")), .. Roles(pair.GetProperty("rejected"))]);
        var sft = Settings("sft.yaml");
        Assert.Equal(("./sft", "true", "epoch"), (sft["dataset_name"], sft["completion_only_loss"], sft["eval_strategy"]));
        Assert.Equal("0.1", Settings("dpo.yaml")["beta"]);
        var readme = await File.ReadAllTextAsync(Path.Combine(Out, "README.md"));
        Assert.Contains("torchrun --nproc_per_node=2 -m trl.scripts.dpo --config dpo.yaml", readme);
        Assert.Contains("ray job submit", readme);
    }

    [Fact]
    public async Task The_test_part_stays_at_home_and_without_pairs_there_is_no_preference_training()
    {
        Write([Line("plain")], [], [Line("secret")]);

        var report = await TrainerExport.WriteAsync(Dataset, Out, new TrainerExportRequest(OtherTrainer.Trl, "base"));

        Assert.Equal(0, report.Pairs);
        Assert.DoesNotContain("dpo.yaml", report.Files);
        Assert.Equal("no", Settings("sft.yaml")["eval_strategy"]);
        Assert.DoesNotContain("dpo", await File.ReadAllTextAsync(Path.Combine(Out, "README.md")));
        foreach (var file in report.Files)
            Assert.DoesNotContain("secret", await File.ReadAllTextAsync(Path.Combine(Out, file)));
    }

    [Fact]
    public async Task A_data_set_that_was_changed_is_not_exported()
    {
        Write([Line("plain")], [], []);
        await File.AppendAllTextAsync(Path.Combine(Dataset, "train.jsonl"), "{}\n");

        await Assert.ThrowsAsync<DatasetException>(() =>
            TrainerExport.WriteAsync(Dataset, Out, new TrainerExportRequest(OtherTrainer.Trl, "base"))
        );
        Assert.False(Directory.Exists(Out));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(params DatasetLine[][] parts) => WrittenDataset.Write(Dataset, parts);

    private static DatasetLine Line(string id, bool pair = false) => WrittenDataset.Line(id, pair);

    private List<JsonElement> Rows(string file) =>
        [.. File.ReadLines(Path.Combine(Out, file)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string[] Roles(JsonElement messages) =>
        [.. messages.EnumerateArray().Select(message => message.GetProperty("role").GetString()!)];

    private Dictionary<string, object> Settings(string file) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Out, file)));
}
