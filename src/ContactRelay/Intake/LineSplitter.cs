using System.Buffers;

namespace ContactRelay.Intake;

/// <summary>NDJSON: an item a line; blank lines are passed over.</summary>
internal sealed class LineSplitter : IBatchSplitter
{
    /// <inheritdoc/>
    public bool IsNoBatch => false;

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, bool isAll, out ReadOnlySequence<byte> item)
    {
        item = default;
        while (!buffer.IsEmpty)
        {
            var newLine = buffer.PositionOf((byte)'\n');
            if (newLine is null && !isAll)
            {
                return false;
            }

            item = newLine is { } end ? buffer.Slice(0, end) : buffer;
            buffer = newLine is { } at ? buffer.Slice(buffer.GetPosition(1, at)) : buffer.Slice(buffer.End);
            if (!IsBlank(item))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(line);
        reader.AdvancePastAny(" \t\r"u8);
        return reader.End;
    }
}
