namespace Torghut.Common.Configuration;

/// <summary>The options objects of one process, each present once, by type.</summary>
public sealed class OptionSet(IReadOnlyDictionary<Type, object> options)
{
    public IEnumerable<KeyValuePair<Type, object>> All => options;

    /// <exception cref="InvalidOperationException">The service definition does not list the type.</exception>
    public T Get<T>() where T : class =>
        options.TryGetValue(typeof(T), out var value)
            ? (T)value
            : throw new InvalidOperationException($"{typeof(T).Name} is not among the service's option types.");
}
