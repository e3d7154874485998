using System.Net;
using System.Net.Http.Headers;

namespace Torghut.Alpaca;

/// <summary>A JSON body that knows whether any of it may have reached the wire, and that is written only while the permit in force allows it.</summary>
public sealed class SentContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _json;

    public SentContent(ReadOnlyMemory<byte> json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether sending began; from then on a failure says nothing about the outcome.</summary>
    public bool Began { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var permit = SendPermit.Current;
        if (permit is not null && !await permit.MayBeginAsync())
        {
            throw new SendRefusedException();
        }

        Began = true;
        await stream.WriteAsync(_json, cancellationToken);

        // Head and body leave here together, while the permit still holds, and not when the connection thinks fit.
        await stream.FlushAsync(cancellationToken);
        permit?.HasLeft();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
