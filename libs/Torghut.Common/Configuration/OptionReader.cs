namespace Torghut.Common.Configuration;

/// <summary>Reads options classes from the environment, all keys at once, so that every bad one is named together.</summary>
public static class OptionReader
{
    private const string NotShown = "a value that is not shown";
    private const string WithoutCredentials = " without user, password or query";

    /// <summary>Returns the options, or null and the problems that were found.</summary>
    public static OptionSet? Read(
        IEnumerable<Type> optionTypes,
        IReadOnlyDictionary<string, string> environment,
        out IReadOnlyList<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        var options = new Dictionary<Type, object>();
        foreach (var type in optionTypes.Distinct())
        {
            var before = found.Count;
            var instance = Activator.CreateInstance(type)!;
            foreach (var key in OptionKey.Of(type))
            {
                Set(instance, key, environment, found);
            }

            // Rules between keys are only meaningful once each key is good by itself.
            if (found.Count == before && instance is IValidatableOptions validatable)
            {
                found.AddRange(validatable.Validate());
            }

            options[type] = instance;
        }

        var all = new OptionSet(options);
        if (found.Count == 0)
        {
            found.AddRange(options.Values.OfType<IDependentOptions>().SelectMany(dependent => dependent.Validate(all)));
        }

        problems = found.Distinct().ToList();
        return found.Count == 0 ? all : null;
    }

    /// <summary>The key that has a value, and the value; an empty value is none.</summary>
    private static (string Name, string? Text) Find(OptionKey key, IReadOnlyDictionary<string, string> environment)
    {
        var named = new[] { key.Name, key.Attribute.Formerly }
            .FirstOrDefault(name => environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value));
        return named is null ? (key.Name, null) : (named, environment[named]);
    }

    private static void Set(object instance, OptionKey key, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        var (name, text) = Find(key, environment);
        if (text is null)
        {
            if (key.Attribute.Required)
            {
                problems.Add(new(key.Name, ValueParser.Expected(key), null));
            }
            else if (key.Attribute.EmptyIsNone && environment.ContainsKey(key.Name))
            {
                key.Property.SetValue(instance, null);
            }

            return;
        }

        var isParsed = ValueParser.TryParse(key, text.Trim(), out var value);
        if (!key.Attribute.Secret && (Credentials.AreIn(text) || (value is Uri address && Credentials.AreIn(address, key.Attribute.AllowsQuery))))
        {
            problems.Add(new(name, ValueParser.Expected(key) + WithoutCredentials, NotShown));
        }
        else if (isParsed)
        {
            key.Property.SetValue(instance, value);
        }
        else
        {
            problems.Add(new(name, ValueParser.Expected(key), key.Attribute.Secret ? NotShown : $"'{text.Trim()}'"));
        }
    }
}
