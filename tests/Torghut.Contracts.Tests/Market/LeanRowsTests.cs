using System.IO.Compression;
using Torghut.Contracts.Market;

namespace Torghut.Contracts.Tests.Market;

/// <summary>The cells of a row, whatever stands in them.</summary>
public sealed class LeanRowsTests
{
    private static readonly DateOnly Day = new(2013, 10, 7);

    [TestCase("0", 0)]
    [TestCase("", 0)]
    [TestCase("00042", 42)]
    [TestCase("999999999999999999", 999_999_999_999_999_999)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("0000000000000000000007", 7)]
    public void Integer_Digits_AreTheNumber(string cell, long expected)
    {
        using var rows = Rows($"34200000,{cell},x\r\n");
        Assert.That(rows.MoveNext(), Is.True);
        Assert.That(rows.Integer(1), Is.EqualTo(expected));
        Assert.That(rows.Letter(2), Is.EqualTo((uint)'x'));
    }

    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1.5")]
    [TestCase(" 1")]
    [TestCase("1e3")]
    [TestCase("/")]
    [TestCase(":")]
    [TestCase("9223372036854775808")]
    [TestCase("-922337203685477580")]
    [TestCase("+000000000000000000001")]
    [TestCase("99999999999999999999999")]
    public void Integer_AnythingElse_IsRefusedByItsRow(string cell)
    {
        using var rows = Rows($"34200000,{cell}\n");
        Assert.That(rows.MoveNext(), Is.True);
        Assert.That(() => rows.Integer(1), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("row 1: field 2"));
    }

    [Test]
    public void Cells_AreBetweenCommas_AndThoseBeyondTenAreNotLookedAt()
    {
        using var rows = Rows("0,1,2,3,4,5,6,7,8,9,10,11\n7,\n8");
        Assert.That(rows.MoveNext(), Is.True);
        Assert.That(Enumerable.Range(0, 10).Select(rows.Integer), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(() => rows.Integer(10), Throws.InstanceOf<InvalidDataException>());
        Assert.That(rows.MoveNext(), Is.True);
        Assert.That((rows.Integer(0), rows.Integer(1)), Is.EqualTo((7, 0)), "an empty cell after the last comma");
        Assert.That(() => rows.Integer(2), Throws.InstanceOf<InvalidDataException>());
        Assert.That(rows.MoveNext(), Is.True);
        Assert.That(rows.Integer(0), Is.EqualTo(8), "a last row without an end");
        Assert.That(rows.MoveNext(), Is.False);
    }

    private static LeanRows Rows(string text)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("rows.csv").Open()))
        {
            writer.Write(text);
        }

        var rows = new LeanRows(path, Day);
        File.Delete(path);
        return rows;
    }
}
