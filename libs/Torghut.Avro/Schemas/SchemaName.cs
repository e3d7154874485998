namespace Torghut.Avro;

/// <summary>A named type's name.</summary>
/// <param name="Name">The part after the last dot.</param>
/// <param name="Namespace">The part before it; empty for the null namespace.</param>
public readonly record struct SchemaName(string Name, string Namespace)
{
    /// <summary>Namespace and name joined by a dot.</summary>
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>Reads a name that may be qualified; an unqualified one is in <paramref name="enclosing"/>.</summary>
    internal static SchemaName Resolve(string text, string enclosing, string path)
    {
        var dot = text.LastIndexOf('.');
        var name = new SchemaName(dot < 0 ? text : text[(dot + 1)..], dot < 0 ? enclosing : text[..dot]);
        RequireValid(name.Name, path);
        if (name.Namespace.Length > 0)
        {
            foreach (var part in name.Namespace.Split('.'))
            {
                RequireValid(part, path);
            }
        }

        return name;
    }

    internal static void RequireValid(string name, string path)
    {
        if (name.Length == 0 || !IsStart(name[0]) || !name.All(c => IsStart(c) || char.IsAsciiDigit(c)))
        {
            throw new AvroSchemaException(path, $"'{name}' is not a name: it must start with a letter or _ and go on with letters, digits or _");
        }
    }

    private static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
