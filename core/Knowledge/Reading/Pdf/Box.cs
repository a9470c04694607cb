namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>A rectangle on a page in points; the origin is the page's lower left corner.</summary>
internal readonly record struct Box(double Left, double Bottom, double Right, double Top)
{
    public double Width => Right - Left;
    public double Height => Top - Bottom;
    public double Middle => (Left + Right) / 2;

    public bool Holds(double x, double y) => x >= Left && x <= Right && y >= Bottom && y <= Top;

    public Box With(Box other) =>
        new(Math.Min(Left, other.Left), Math.Min(Bottom, other.Bottom), Math.Max(Right, other.Right), Math.Max(Top, other.Top));

    public static Box Around(IEnumerable<Box> boxes) => boxes.Aggregate((all, next) => all.With(next));
}
