namespace Torghut.Trading.Advisory;

/// <summary>A version of the prompt.</summary>
/// <param name="Sha256">Digest of its bytes, stored with every review.</param>
internal sealed record PromptTemplate(string Version, string Text, string Sha256);
