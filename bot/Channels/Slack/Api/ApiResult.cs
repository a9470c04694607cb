using System.Text.Json;

namespace ChatBot.Bot.Channels.Slack.Api;

/// <summary>How a call of the Web API ended.</summary>
public abstract record ApiResult
{
    /// <param name="Body">The whole answer, with <c>ok: true</c>.</param>
    public sealed record Done(JsonElement Body) : ApiResult;

    /// <summary>Slack refused it, and would again.</summary>
    /// <param name="Error">Slack's code, such as <c>channel_not_found</c>.</param>
    public sealed record Failed(string Error) : ApiResult;

    /// <summary>Not taken; may be repeated after <paramref name="Wait"/>.</summary>
    public sealed record Limited(TimeSpan Wait) : ApiResult;

    /// <summary>Nobody knows whether it was taken: time-out, dropped connection, 5xx, Slack's own trouble.</summary>
    public sealed record Unknown(string Reason) : ApiResult;
}
