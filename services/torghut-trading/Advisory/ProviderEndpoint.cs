namespace Torghut.Trading.Advisory;

/// <summary>An interface that can be asked.</summary>
/// <param name="Name">What circuits and rows call it.</param>
internal sealed record ProviderEndpoint(string Name, Uri Address, string ApiKey, string Model)
{
    public const string OpenAi = "openai";
    public const string SelfHosted = "self_hosted";

    /// <summary>A record writes its members out; a key is not to be written.</summary>
    public override string ToString() => $"{Name} ({Address.Host}, {Model})";
}
