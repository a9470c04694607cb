using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Publishing.Trainers;

namespace ChatBot.Trainer.Tests.Publishing.Trainers;

public sealed class TrainerImportTests : IDisposable
{
    private const string Query = "base_model.model.model.layers.0.self_attn.q_proj",
        Down = "base_model.model.model.layers.1.mlp.down_proj";

    private readonly string _folder = Directory.CreateTempSubdirectory("import-").FullName;
    private readonly TinyModel _model = new();

    private string Base => _model.Save(Path.Combine(_folder, "base.gguf"));

    [Fact]
    public void A_peft_folder_that_fits_is_told_by_what_it_changes()
    {
        Save(Pair(Query, _model.Width, _model.Heads * _model.HeadWidth), Pair(Down, _model.FeedForward, _model.Width));

        var adapter = TrainerImport.Check(_folder, Base);

        Assert.Equal(
            (false, 4, 8.0, true, false),
            (adapter.IsGguf, adapter.Rank, adapter.Alpha, adapter.IsRankStabilised, adapter.IsDecomposed)
        );
        Assert.Equal(["blk.0.attn_q.weight", "blk.1.ffn_down.weight"], adapter.Matrices);
    }

    [Fact]
    public void A_gguf_adapter_that_fits_is_told_likewise()
    {
        var path = new TinyAdapter(_model).Save(Path.Combine(_folder, "adapter.gguf"));

        var adapter = TrainerImport.Check(path, Base);

        Assert.True(adapter.IsGguf);
        Assert.True(adapter.Rank > 0 && adapter.Alpha > 0);
        Assert.Contains("blk.0.attn_q.weight", adapter.Matrices);
        Assert.Throws<ModelFileException>(() =>
            TrainerImport.Check(path, (_model with { Width = 128 }).Save(Path.Combine(_folder, "wide.gguf")))
        );
    }

    [Theory]
    [InlineData("base_model.model.model.layers.7.self_attn.q_proj", "the base does not have")]
    [InlineData("base_model.model.lm_head", "would be silently unused")]
    [InlineData("base_model.model.model.embed_tokens", "would be silently unused")]
    public void What_the_base_has_not_or_no_adapter_file_can_hold_is_refused(string module, string said)
    {
        Save(Pair(module, _model.Width, _model.Heads * _model.HeadWidth));

        Assert.Contains(said, Assert.Throws<AdapterImportException>(() => TrainerImport.Check(_folder, Base)).Message);
    }

    [Fact]
    public void Extents_of_another_base_halves_and_cut_files_are_refused_in_one_line()
    {
        Save(Pair(Query, _model.Width + 8, _model.Heads * _model.HeadWidth));
        Refused("it was made for another base");
        Save([Pair(Query, _model.Width, 64)[0]]);
        Refused("needs an A and a B");
        var weights = Path.Combine(_folder, PeftFolder.Weights);
        Save(Pair(Query, _model.Width, _model.Heads * _model.HeadWidth));
        var whole = File.ReadAllBytes(weights);
        foreach (var length in (int[])[0, 7, 20, whole.Length - 1])
        {
            File.WriteAllBytes(weights, whole[..length]);
            Assert.False(Refused("").Contains('\n'));
        }
        File.Delete(weights);
        Refused("save the adapter as safetensors");
    }

    [Theory]
    [InlineData("""{"peft_type": "IA3"}""", "only LORA")]
    [InlineData("""{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "bias": "all"}""", "bias")]
    [InlineData("""{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "modules_to_save": ["lm_head"]}""", "modules_to_save")]
    [InlineData("""{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "rank_pattern": {"q_proj": 8}}""", "rank_pattern")]
    [InlineData("""{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "use_dora": true}""", "use_dora")]
    [InlineData("""{"peft_type": "LORA", "r": 8, "lora_alpha": 8}""", "of rank 8 do not fit")]
    [InlineData("[]", "no configuration of a LoRA adapter")]
    public void A_configuration_that_cannot_be_served_is_refused(string config, string said)
    {
        Save(Pair(Query, _model.Width, _model.Heads * _model.HeadWidth));
        File.WriteAllText(Path.Combine(_folder, PeftFolder.Config), config);

        Refused(said);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Refused(string said)
    {
        var message = Assert.Throws<AdapterImportException>(() => TrainerImport.Check(_folder, Base)).Message;
        Assert.Contains(said, message);
        return message;
    }

    private static (string Name, int[] Shape)[] Pair(string module, int width, int rows) =>
        [($"{module}.lora_A.weight", [4, width]), ($"{module}.lora_B.weight", [rows, 4])];

    private void Save(params IEnumerable<(string Name, int[] Shape)>[] pairs)
    {
        var (header, offset) = (new Dictionary<string, object> { ["__metadata__"] = new { format = "pt" } }, 0);
        foreach (var (name, shape) in pairs.SelectMany(pair => pair))
        {
            var bytes = 4 * shape.Aggregate((size, extent) => size * extent);
            header[name] = new
            {
                dtype = "F32",
                shape,
                data_offsets = (int[])[offset, offset + bytes],
            };
            offset += bytes;
        }
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(Path.Combine(_folder, PeftFolder.Weights), [.. length, .. json, .. new byte[offset]]);
        File.WriteAllText(
            Path.Combine(_folder, PeftFolder.Config),
            """{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "bias": "none", "use_rslora": true, "modules_to_save": null}"""
        );
    }
}
