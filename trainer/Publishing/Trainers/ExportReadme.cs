using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>What lies in an export, and how it is started.</summary>
internal static class ExportReadme
{
    public static string Of(TrainerExportRequest request, DatasetManifest manifest, bool hasPairs)
    {
        var second = hasPairs ? "\n" + string.Join('\n', Commands(request, "dpo")) : "";
        return $"""
            # Training with {(request.Trainer == OtherTrainer.Axolotl ? "axolotl" : "TRL")}
            Prompts as they were served with the replies that are to be learnt, from data set {manifest.Sha256[
                ..12
            ]} ({DatasetFiles.Manifest}).
            Texts are redacted. The test part is not here: it proves the adapter that comes back.

            | file | what |
            |---|---|
            | sft/*.jsonl, sft.yaml | supervised: answers that were approved or rated well, and refusals that were right |
            {(hasPairs ? "| dpo/*.jsonl, dpo.yaml | preferences: the approved answer over the one that it replaced |\n" : "")}
            The base is `{request.BaseModel}`. It has to be the model whose GGUF file is served: other weights give an adapter that is
            refused, or worse, one that fits and says nonsense.

            ## Start
            In this folder, on one machine, on several, or on a Ray cluster whose nodes all see it:
            ```sh
            {string.Join("\n", Commands(request, "sft"))}{second}
            ```

            ## Bring it back
            ```sh
            dotnet run --project trainer -- import adapter-sft
            ```
            The folder with `adapter_config.json` and `adapter_model.safetensors` is checked against the base, and is a candidate like any
            other.

            """.Replace(
            "\n\n\n",
            "\n\n"
        );
    }

    private static string[] Commands(TrainerExportRequest request, string objective) =>
        request.Trainer == OtherTrainer.Axolotl
            ?
            [
                $"axolotl train {objective}.yaml --launcher torchrun -- --nproc_per_node={request.Workers}",
                $"axolotl train {objective}.yaml --use-ray --ray-num-workers {request.Workers}",
            ]
            :
            [
                $"accelerate launch --multi_gpu --num_processes {request.Workers} -m trl.scripts.{objective} --config {objective}.yaml",
                $"torchrun --nproc_per_node={request.Workers} -m trl.scripts.{objective} --config {objective}.yaml",
                $"ray job submit --working-dir . --entrypoint-num-gpus {request.Workers} -- torchrun --nproc_per_node={request.Workers} -m "
                    + $"trl.scripts.{objective} --config {objective}.yaml",
            ];
}
