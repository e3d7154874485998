using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse.Tests.Types;

public sealed class TypeNameTests
{
    [Test]
    public void Parse_NestedName_IsUnderstood()
    {
        ClickHouseType type = ClickHouseType.Parse("Array(LowCardinality(Nullable(DateTime64(3, 'America/New_York'))))");
        Assert.Multiple(() =>
        {
            Assert.That(type.Kind, Is.EqualTo(ClickHouseTypeKind.Array));
            Assert.That(type.Element!.Kind, Is.EqualTo(ClickHouseTypeKind.DateTime64));
            Assert.That(type.Element!.Scale, Is.EqualTo(3));
            Assert.That(type.Element!.IsNullable);
        });
    }

    [TestCase("")]
    [TestCase("Map(String, UInt8)")]
    [TestCase("Nullable(String")]
    [TestCase("String)")]
    [TestCase("Decimal(50, 4)")]
    [TestCase("FixedString(x)")]
    public void Parse_WhatItDoesNotRead_NamesIt(string name) =>
        Assert.That(() => ClickHouseType.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains(name));
}
