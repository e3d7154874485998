using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse;

/// <summary>A column of an answer.</summary>
/// <param name="Name">As the query names it.</param>
/// <param name="TypeName">As the server writes it.</param>
/// <param name="Type">What the name means.</param>
public sealed record ClickHouseColumn(string Name, string TypeName, ClickHouseType Type);
