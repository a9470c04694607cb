using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>
/// HTML as blocks. Hidden and struck-out text is left out; what stands where on a page is not asked here. Walks without recursion,
/// whatever depth a page has.
/// </summary>
public static class HtmlBlocks
{
    /// <param name="root">A document, a fragment or an element; its children are read.</param>
    public static IReadOnlyList<Block> Of(INode root) => Of(root, HtmlSurvey.Of(root), _ => false);

    /// <param name="leftOut">Further elements to leave out, with all they hold.</param>
    internal static IReadOnlyList<Block> Of(INode root, HtmlSurvey survey, Func<IElement, bool> leftOut) =>
        new HtmlWalk(survey, leftOut, depth: 0).Of(root);
}
