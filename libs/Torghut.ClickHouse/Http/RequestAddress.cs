using System.Text;

namespace Torghut.ClickHouse.Http;

/// <summary>Builds the address of a query: everything but the statement of a read, which travels in the body.</summary>
internal sealed class RequestAddress
{
    private readonly StringBuilder _text;
    private char _separator = '?';

    public RequestAddress(Uri endpoint) => _text = new StringBuilder(endpoint.GetLeftPart(UriPartial.Path));

    public RequestAddress Add(string name, string value)
    {
        _text.Append(_separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        _separator = '&';
        return this;
    }

    public Uri ToUri() => new(_text.ToString());
}
