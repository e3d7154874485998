using System.Text;

namespace Torghut.Ws.Publishing;

/// <summary>The UTF-8 bytes of symbols, each made once. Not safe for concurrent use.</summary>
internal sealed class KeyBytes
{
    private const int MaxSymbols = 65_536;

    private readonly Dictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);

    public byte[] Of(string symbol)
    {
        if (_bytes.TryGetValue(symbol, out var bytes))
        {
            return bytes;
        }

        if (_bytes.Count >= MaxSymbols)
        {
            _bytes.Clear();
        }

        return _bytes[symbol] = Encoding.UTF8.GetBytes(symbol);
    }
}
