using System.ComponentModel;
using System.Security.Claims;
using ChatBot.Answering;
using ChatBot.Bot.Access;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Knowledge.Records.Asking;
using Microsoft.AspNetCore.Http.HttpResults;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ChatBot.Bot.Mcp;

/// <summary>The tools: the same questions as at <c>/api/ask</c> and <c>/api/similar</c>, with the same guards, cap and receipts.</summary>
[McpServerToolType]
internal sealed class AssistantTools(WebAsking asking, Similar similar)
{
    [McpServerTool(Name = "ask", Title = "Ask the company's assistant", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Answers a question from the company's documents in at most 100 words, or says that it has no answer. Names its sources.")]
    public async Task<AnswerForTools> AskAsync(
        RequestContext<CallToolRequestParams> context,
        [Description("The question, as a person would ask it.")] string question,
        [Description("Questions with the same conversation share their context.")] string? conversation = null,
        CancellationToken cancel = default
    )
    {
        var caller = Caller.Of(context.User ?? new ClaimsPrincipal());
        Refuse(
            caller.Enter(null, out var workspace)
                ?? RequestText.Fault("question", ProblemCodes.QuestionMissing, question)
                ?? RequestIds.Fault("conversation", conversation)
        );
        var asked = new AskedOverHttp(question, HttpChannels.Mcp, workspace, caller.PersonOf(null), conversation);
        return AnswerForTools.Of(await asking.AskAsync(asked, cancel));
    }

    [McpServerTool(Name = "search", Title = "Search the documents", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Finds the passages of the company's documents that resemble a text, the likest first.")]
    public async Task<FoundForTools> SearchAsync(
        RequestContext<CallToolRequestParams> context,
        [Description("What to look for.")] string query,
        [Description("How many passages, 1 to 50.")] int count = 5,
        CancellationToken cancel = default
    )
    {
        var caller = Caller.Of(context.User ?? new ClaimsPrincipal());
        Refuse(
            caller.Enter(null, out var workspace)
                ?? RequestText.Fault("query", ProblemCodes.QueryMissing, query, SimilarEndpoint.MaxQuery)
                ?? (
                    count is < 1 or > SimilarEndpoint.MaxTopK
                        ? Problem.Invalid(ProblemCodes.InvalidTopK, $"count must be between 1 and {SimilarEndpoint.MaxTopK}.")
                        : null
                )
        );
        return new FoundForTools(
            await similar.FindAsync(new RecordAsker(workspace, HttpChannels.Mcp), query, count, new Dictionary<string, string?>(), cancel)
        );
    }

    /// <exception cref="McpException">What is wrong with the call, for whoever made it.</exception>
    private static void Refuse(ProblemHttpResult? fault)
    {
        if (fault is not null)
            throw new McpException(fault.ProblemDetails.Detail ?? fault.ProblemDetails.Title ?? "refused");
    }
}

/// <param name="Answer">Markdown; [n] names the source of this number.</param>
/// <param name="Confidence">0 to 1: how likely the answer is right.</param>
/// <param name="Choices">Questions that lead on from it; left out where there are none.</param>
public sealed record AnswerForTools(
    string InteractionId,
    string Answer,
    Outcome Outcome,
    double Confidence,
    IReadOnlyList<SourceForTools> Sources,
    IReadOnlyList<Choice>? Choices
)
{
    internal static AnswerForTools Of(AskResponse answer) =>
        new(
            answer.InteractionId,
            answer.Answer,
            answer.Outcome,
            answer.Confidence,
            [.. answer.Sources.Select(source => new SourceForTools(source.Title, source.Uri, source.Similarity, source.Excerpt))],
            answer.Choices
        );
}

public sealed record SourceForTools(string Title, string Uri, double Similarity, string Excerpt);

public sealed record FoundForTools(IReadOnlyList<SimilarResult> Passages);
