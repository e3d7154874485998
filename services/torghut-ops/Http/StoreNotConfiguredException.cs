namespace Torghut.Ops.Http;

/// <summary>An answer needs a store whose address nobody gave.</summary>
/// <param name="store">Which, a word of <see cref="StoreFailure"/>.</param>
/// <param name="key">The environment key that has its address.</param>
internal sealed class StoreNotConfiguredException(string store, string key) : Exception($"{key} is not set")
{
    public string Store { get; } = store;

    public string Key { get; } = key;
}
