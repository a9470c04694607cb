using Markdig.Extensions.CustomContainers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>:::tip Title. What a colon begins otherwise, a definition for instance, is left to others.</summary>
internal sealed class SiteContainerParser : CustomContainerParser
{
    /// <summary>Containers within containers; a line that would open a deeper one is text.</summary>
    private const int Deepest = 32;

    public override BlockState TryOpen(BlockProcessor processor) =>
        processor.Line.AsSpan().StartsWith(":::") && Depth(processor.CurrentContainer) < Deepest
            ? base.TryOpen(processor)
            : BlockState.None;

    private static int Depth(ContainerBlock? container)
    {
        var depth = 0;
        for (; container is not null && depth < Deepest; container = container.Parent)
            depth++;
        return depth;
    }
}
