using System.Security.Cryptography;
using System.Text;

namespace Torghut.Trading.Json;

/// <summary>SHA-256 as 64 lower-case hexadecimal digits.</summary>
internal static class Digest
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(JsonMap map) => Of(CanonicalJson.SerializeToUtf8(map));
}
