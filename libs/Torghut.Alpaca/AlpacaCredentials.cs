namespace Torghut.Alpaca;

/// <summary>An API key pair. It never prints the secret.</summary>
/// <param name="KeyId">Public half, sent as <c>APCA-API-KEY-ID</c>.</param>
/// <param name="SecretKey">Secret half, sent as <c>APCA-API-SECRET-KEY</c>.</param>
public sealed record AlpacaCredentials(string KeyId, string SecretKey)
{
    /// <summary>The class name alone, so that a logged request or options object leaks nothing.</summary>
    public override string ToString() => nameof(AlpacaCredentials);
}
