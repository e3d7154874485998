namespace Torghut.Avro;

internal static class TypeNames
{
    private static readonly string[] Keywords =
        ["null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "array", "map", "union", "fixed"];

    public static string Keyword(AvroType type) => Keywords[(int)type];

    /// <summary>Whether <paramref name="name"/> is a primitive type's keyword.</summary>
    public static bool TryPrimitive(string name, out AvroType type)
    {
        var index = Array.IndexOf(Keywords, name, 0, (int)AvroType.String + 1);
        type = index < 0 ? default : (AvroType)index;
        return index >= 0;
    }
}
