namespace Torghut.Trading.Json;

/// <summary>JSON text that the canonical writer made before, to be passed on as it is.</summary>
internal readonly record struct RawJson(string Text);
