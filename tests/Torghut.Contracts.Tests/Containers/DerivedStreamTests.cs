using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests.Containers;

/// <summary>Bars and signals in one file or pipe come out as they went in, and what is damaged is refused.</summary>
public sealed class DerivedStreamTests
{
    [Test]
    public void Read_WhatWasWritten_ComesBackInOrder()
    {
        using var reader = new DerivedStreamReader(new MemoryStream(Written(1_000)));
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(reader.Read(out var bar, out _), Is.EqualTo(DerivedStream.MicrobarBranch));
            Assert.That(bar, Is.EqualTo(Bar(i)));
            Assert.That(reader.Read(out _, out var signal), Is.EqualTo(DerivedStream.SignalBranch));
            Assert.That(signal, Is.EqualTo(SampleRecords.Signal));
        }

        Assert.That(reader.Read(out _, out _), Is.EqualTo(-1));
        Assert.That(reader.Records, Is.EqualTo(2_000));
    }

    [Test]
    public void Write_SameRecordsTwice_SameBytes() =>
        Assert.That(Enumerable.Range(0, 3).Select(_ => Convert.ToHexString(Written(10))).Distinct().Count(), Is.EqualTo(1));

    /// <summary>A pipe that breaks off must not look like the end of the day.</summary>
    [Test]
    public void Read_CutAnywhere_IsRefusedOrEndsAtABlock()
    {
        var whole = Written(3);
        var complete = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                using var reader = new DerivedStreamReader(new MemoryStream(whole, 0, length));
                while (reader.Read(out _, out _) >= 0)
                {
                    Assert.That(reader.Records, Is.LessThanOrEqualTo(6));
                }

                complete++;
                Assert.That(reader.Records, Is.Zero, "the only end within the file is that of its header");
            }
            catch (Exception refused) when (refused is IOException or InvalidDataException)
            {
                Assert.That(refused.Message, Is.Not.Empty);
            }
        }

        Assert.That(complete, Is.EqualTo(1));
    }

    [Test]
    public void Read_OtherRecords_SaysSo()
    {
        using var stream = new MemoryStream();
        using (new ContainerWriter(stream, ContractSchemas.Trade))
        {
            Assert.That(stream.Length, Is.Positive);
        }

        Assert.That(
            () => new DerivedStreamReader(new MemoryStream(stream.ToArray())), Throws.TypeOf<InvalidDataException>().With.Message.Contains("microbars"));
    }

    private static Microbar Bar(int i) => SampleRecords.Microbar with { Count = i };

    private static byte[] Written(int pairs)
    {
        using var stream = new MemoryStream();
        using (var writer = new DerivedStreamWriter(stream))
        {
            for (var i = 0; i < pairs; i++)
            {
                writer.Append(Bar(i));
                writer.Append(SampleRecords.Signal);
            }
        }

        return stream.ToArray();
    }
}
