namespace Torghut.Sandbox.Llm.Chat;

/// <summary>What a model takes: models that are served differ in it, and a client has to be told.</summary>
/// <param name="TakesMaxTokens">The older name of the bound of an answer's tokens.</param>
/// <param name="TakesMaxCompletionTokens">The newer name, which counts hidden reasoning too.</param>
/// <param name="TakesTemperature">Whether the temperature can be set.</param>
/// <param name="TakesSchema">Whether an answer's schema can be sent.</param>
/// <param name="ReasoningTokens">Tokens that it spends before it writes the first word of its answer.</param>
internal sealed record ModelProfile(
    string Name, bool TakesMaxTokens, bool TakesMaxCompletionTokens, bool TakesTemperature, bool TakesSchema, int ReasoningTokens)
{
    public static IReadOnlyList<ModelProfile> All { get; } =
    [
        new("sandbox-chat", true, true, true, true, 0),
        new("sandbox-reasoning", false, true, false, true, 512),
        new("sandbox-older", true, false, true, false, 0),
    ];

    /// <summary>A model that takes nothing which the services send by default.</summary>
    public static ModelProfile Other(string name) => new(name, true, false, false, false, 0);

    public static ModelProfile? Of(string name) => All.FirstOrDefault(model => model.Name == name);
}
