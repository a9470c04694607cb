using System.Text;
using Microsoft.Net.Http.Headers;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>A body in an encoding that nobody here can read is the client's fault, and told before anything reads it.</summary>
internal static class Charsets
{
    public static void UseKnownCharsets(this WebApplication app) =>
        app.Use(
            (context, next) =>
                IsKnown(context.Request.ContentType)
                    ? next(context)
                    : Problem
                        .Invalid(ProblemCodes.BadRequest, "I cannot read the charset that Content-Type names. Send UTF-8.")
                        .ExecuteAsync(context)
        );

    private static bool IsKnown(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue)
            return true; // what is no media type at all is 415, where one is wanted
        try
        {
            Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
