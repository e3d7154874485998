using System.Globalization;
using System.Text;
using Torghut.Ops.Http;

namespace Torghut.Ops.Tests.Http;

/// <summary>Files for spreadsheets hold what they are given, and run nothing.</summary>
public sealed class CsvWriterTests
{
    [TestCase("plain", "plain")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"no\"", "\"say \"\"no\"\"\"")]
    [TestCase("two\nlines", "\"two\nlines\"")]
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [TestCase("", "")]
    public void Row_Text_IsQuotedAndGuarded(string text, string expected) => Assert.That(Cell(text), Is.EqualTo(expected));

    [Test]
    public void Row_Numbers_AreWrittenTheSameInEveryCulture()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "−");
        CultureInfo.CurrentCulture = commas;
        Assert.Multiple(() =>
        {
            Assert.That(Cell(-1.5), Is.EqualTo("-1.5"));
            Assert.That(Cell(0.1 + 0.2), Is.EqualTo("0.30000000000000004"));
            Assert.That(Cell(double.NaN), Is.Empty);
            Assert.That(Cell(-12345.670000000m), Is.EqualTo("-12345.670000000"));
            Assert.That(Cell(42L), Is.EqualTo("42"));
            Assert.That(Cell(null), Is.Empty);
            Assert.That(Cell(true), Is.EqualTo("true"));
            Assert.That(Cell(new DateOnly(2026, 8, 3)), Is.EqualTo("2026-08-03"));
            Assert.That(Cell(new DateTimeOffset(2026, 8, 3, 9, 30, 0, TimeSpan.FromHours(-4))), Is.EqualTo("2026-08-03T13:30:00Z"));
        });
    }

    [Test]
    public void Row_OfAnotherLength_IsAMistake() => Assert.That(() => new CsvWriter("a", "b").Row(1), Throws.ArgumentException);

    [Test]
    public void File_WithoutRows_HasItsHeader() => Assert.That(Encoding.UTF8.GetString(new CsvWriter("a", "b").ToBytes()), Is.EqualTo("a,b\r\n"));

    private static string Cell(object? value)
    {
        var csv = new CsvWriter("column");
        csv.Row(value);
        return Encoding.UTF8.GetString(csv.ToBytes())["column\r\n".Length..^2];
    }
}
