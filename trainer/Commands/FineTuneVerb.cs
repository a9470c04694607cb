using System.CommandLine;
using ChatBot.Models;
using ChatBot.Trainer.Jobs;
using ChatBot.Trainer.Publishing.FineTuning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Commands;

/// <summary><c>fine-tune</c>: a service trains a model of its own, which the bot's endpoint then has.</summary>
internal sealed class FineTuneVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var service = new Option<string>("--service") { Description = "openai or bedrock.", Required = true };
        service.AcceptOnlyFromAmong(FineTuningServices.Names);
        var model = new Option<string>("--model") { Description = "The service's name of the model to begin with.", Required = true };
        var method = new Option<FineTuningMethod>("--method")
        {
            Description = "supervised, or dpo: the corrected answer over the wrong one (openai).",
        };
        var endpoint = new Option<string?>("--endpoint") { Description = "Another address than the service's own." };
        var region = new Option<string?>("--region") { Description = "Of bedrock; without it AWS_REGION." };
        var bucket = new Option<string?>("--bucket") { Description = "Of bedrock: the S3 bucket for training files." };
        var role = new Option<string?>("--role") { Description = "Of bedrock: ARN of the role that reads and writes there." };
        var anew = new Option<bool>("--anew") { Description = "Leave behind a job that other settings began." };
        var workspace = CommonOptions.Workspace();
        var command = new Command(
            "fine-tune",
            "Have OpenAI or Amazon Bedrock fine-tune a model of theirs on what was approved. Redacted texts leave the house; the held-out "
                + "part does not. A run that was killed goes on. Keys: OPENAI_API_KEY, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
        {
            service,
            model,
            method,
            endpoint,
            region,
            bucket,
            role,
            anew,
            workspace,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var options = services.GetRequiredService<IOptions<TrainingOptions>>().Value;
                var progress = new JobProgress(context.Error);
                using var http = new HttpClient();
                var place = new ServicePlace(
                    parsed.GetValue(endpoint),
                    parsed.GetValue(region),
                    parsed.GetValue(bucket),
                    parsed.GetValue(role)
                );
                var trainer = FineTuningServices.Make(
                    parsed.GetValue(service)!,
                    place,
                    http,
                    services.GetRequiredService<IOptions<ModelOptions>>().Value.ApiKey,
                    services.GetRequiredService<TimeProvider>()
                );
                var request = new FineTuningRequest(parsed.GetValue(model)!, parsed.GetValue(method))
                {
                    Suffix = "chatbot",
                    Seed = options.Seed,
                    Epochs = options.Epochs,
                };
                var name = parsed.GetValue(workspace)!;
                var training = services.GetRequiredService<ServiceTraining>();
                var end = await training.RunAsync(name, trainer, request, parsed.GetValue(anew), progress, cancel);
                await context.Out.WriteLineAsync($"{trainer.Name} made {end.Model}.");
                var code = CommandLine.Done;
                if (services.GetRequiredService<IOptions<ModelOptions>>().Value.Endpoint.Length > 0)
                {
                    var data = training.DataOf(name, trainer);
                    code = await ImportVerb.RegisterServedAsync(context, services, name, request.Model, end.Model!, data, cancel);
                }
                else
                    await context.Out.WriteLineAsync(
                        "Where the bot's endpoint has it (Model:Endpoint), measure and register it with: "
                            + $"import --served-as {end.Model} --base {request.Model}."
                    );
                training.Close(name, trainer);
                return code;
            }
        );
        return command;
    }
}
