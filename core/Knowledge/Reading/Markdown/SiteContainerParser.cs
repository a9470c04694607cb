using Markdig.Extensions.CustomContainers;
using Markdig.Parsers;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>:::tip Title. What a colon begins otherwise, a definition for instance, is left to others.</summary>
internal sealed class SiteContainerParser : CustomContainerParser
{
    public override BlockState TryOpen(BlockProcessor processor) =>
        processor.Line.AsSpan().StartsWith(":::") ? base.TryOpen(processor) : BlockState.None;
}
