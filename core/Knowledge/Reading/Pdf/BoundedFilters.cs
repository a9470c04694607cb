using System.IO.Compression;
using ChatBot.Knowledge.Reading.Limits;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The parser's own filters, each of which refuses to unpack more than a page could hold.</summary>
internal sealed class BoundedFilters(ReadingLimits limits) : IFilterProvider
{
    private readonly IFilterProvider _own = DefaultFilterProvider.Instance;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bounded(_own.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bounded(_own.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bounded(_own.GetAllFilters());

    private IReadOnlyList<IFilter> Bounded(IReadOnlyList<IFilter> filters) =>
        filters.Count == 0 ? filters : [.. filters.Select(filter => new Bounded(filter, limits.PdfStream))];
}

/// <summary>One filter. Only deflated bytes grow a thousandfold; the others are looked at when they are unpacked.</summary>
internal sealed class Bounded(IFilter filter, long most) : IFilter
{
    public bool IsSupported => filter.IsSupported;

    public Memory<byte> Decode(Memory<byte> input, DictionaryToken dictionary, IFilterProvider filters, int index)
    {
        if (filter is FlateFilter && input.Length > most / 1100 && Inflated(input) > most)
            throw new InvalidDataException("a stream unpacks to more than a page can hold");
        var output = filter.Decode(input, dictionary, filters, index);
        return output.Length <= most ? output : throw new InvalidDataException("a stream unpacks to more than a page can hold");
    }

    private long Inflated(Memory<byte> input)
    {
        var (total, buffer) = (0L, new byte[65536]);
        try
        {
            using var stream = new ZLibStream(new MemoryStream(input.ToArray()), CompressionMode.Decompress);
            for (int read; total <= most && (read = stream.Read(buffer)) > 0; )
                total += read;
        }
        catch (InvalidDataException)
        {
            // the filter itself knows what to make of damage
        }
        return total;
    }
}
