namespace Torghut.Trading.Json;

/// <summary>A JSON object under construction; a duplicate key is a programming error and throws.</summary>
internal sealed class JsonMap() : SortedDictionary<string, object?>(StringComparer.Ordinal);
