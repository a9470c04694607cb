using System.Net.Http.Headers;

namespace ChatBot.Models.Endpoints;

/// <summary>
/// What comes over the network is a reply of the protocol's type and of an answer's size, or it ends: counted while it is read, not once it
/// has been kept. A redirect is not followed, since the key would go with it.
/// </summary>
internal sealed class BoundedReplies(HttpMessageHandler inner, string address, long maxBytes) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if ((int)response.StatusCode is >= 300 and < 400)
                throw new ModelException(
                    ModelFault.Refused,
                    $"The model at {address} redirects{Target(request, response)}: set Model:Endpoint."
                );
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType is { MediaType: var type } && !IsReply(type))
                throw new ModelException(
                    ModelFault.Unreadable,
                    $"The model at {address} answers with another kind of content: {Shown(type)}."
                );
            if (response.Content.Headers.ContentLength > maxBytes)
                throw TooLong();
            var bounded = new StreamContent(
                new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), maxBytes, TooLong)
            );
            foreach (var (name, values) in response.Content.Headers)
                bounded.Headers.TryAddWithoutValidation(name, values);
            response.Content = bounded;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsReply(string? type) =>
        type is "application/json" or "text/event-stream" || type?.EndsWith("+json", StringComparison.Ordinal) == true;

    private static string Shown(string? type) => MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed.MediaType! : "unknown";

    private static string Target(HttpRequestMessage request, HttpResponseMessage response) =>
        response.Headers.Location is { } target && request.RequestUri is { } from
            ? " to " + new Uri(from, target).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : "";

    private ModelException TooLong() =>
        new(ModelFault.TooLong, $"The model at {address} sends more than {maxBytes / 1024} KiB, which is no answer.");

    private sealed class BoundedStream(Stream inner, long maxBytes, Func<ModelException> tooLong) : Stream
    {
        private long _left = maxBytes;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int bytes) => (_left -= bytes) < 0 ? throw tooLong() : bytes;
    }
}
