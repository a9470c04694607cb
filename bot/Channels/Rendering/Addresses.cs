namespace ChatBot.Bot.Channels.Rendering;

internal static class Addresses
{
    /// <summary>
    /// Behind the words of each link its address in brackets, unless they are it. Only the address opens: where a text is cut between the
    /// two, no words lead to a page that nobody sees.
    /// </summary>
    public static IReadOnlyList<Inline> Shown(IReadOnlyList<Inline> content)
    {
        var shown = new List<Inline>(content.Count);
        for (var at = 0; at < content.Count; at++)
        {
            if (content[at] is not Inline.Text { Address: { } address })
            {
                shown.Add(content[at]);
                continue;
            }
            var link = content.Skip(at).TakeWhile(inline => inline is Inline.Text text && text.Address == address).ToList();
            if (string.Concat(link.Cast<Inline.Text>().Select(run => run.Value)) == address)
                shown.AddRange(link);
            else
                shown.AddRange([
                    .. link.Cast<Inline.Text>().Select(run => run with { Address = null }),
                    new Inline.Text(" ("),
                    new Inline.Text(address, Address: address),
                    new Inline.Text(")"),
                ]);
            at += link.Count - 1;
        }
        return shown;
    }
}
