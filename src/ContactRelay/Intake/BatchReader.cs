using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace ContactRelay.Intake;

/// <summary>
/// Reads a batch from a stream, item by item: a JSON array, or NDJSON, which is an object a line. Of the body no more is
/// in memory at a time than what has come of the item that has not ended yet.
/// </summary>
public static class BatchReader
{
    /// <summary>The most items in a batch.</summary>
    public const int MaxItems = 500;

    /// <summary>The largest that a batch may be, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the stream to its end, or to where it is refused.</summary>
    /// <param name="body">The stream.</param>
    /// <param name="isLines">Whether it is NDJSON; else an array.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<BatchReading> ReadAsync(Stream body, bool isLines, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            return await ReadAsync(pipe, isLines ? new LineSplitter() : new ArraySplitter(), cancellationToken);
        }
        catch (JsonException e)
        {
            return new([], BatchFailure.NotJson, $"The body is not JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async Task<BatchReading> ReadAsync(PipeReader pipe, IBatchSplitter splitter, CancellationToken cancellationToken)
    {
        var items = new List<BatchItem>();
        var bytes = 0L;
        for (var isFirst = true; ; isFirst = false)
        {
            var read = isFirst ? await pipe.ReadAtLeastAsync(Encoding.UTF8.Preamble.Length, cancellationToken) : await pipe.ReadAsync(cancellationToken);
            if (bytes + read.Buffer.Length > MaxBytes)
            {
                return new([], BatchFailure.TooLarge, $"A batch may have {MaxBytes / 1024} KiB: send it in parts.");
            }

            var rest = isFirst ? WithoutByteOrderMark(read.Buffer) : read.Buffer;
            while (splitter.TryRead(ref rest, read.IsCompleted, out var item))
            {
                if (items.Count == MaxItems)
                {
                    return new([], BatchFailure.TooLarge, $"A batch may have {MaxItems} updates: send it in parts.");
                }

                items.Add(BatchItem.Read(item));
            }

            if (splitter.IsNoBatch || read.IsCompleted)
            {
                return splitter.IsNoBatch ? new([], BatchFailure.NotAnArray, "Must be an array of updates.") : new(items);
            }

            bytes += read.Buffer.Length - rest.Length;
            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static ReadOnlySequence<byte> WithoutByteOrderMark(ReadOnlySequence<byte> start)
    {
        var reader = new SequenceReader<byte>(start);
        return reader.IsNext(Encoding.UTF8.Preamble, advancePast: true) ? reader.UnreadSequence : start;
    }
}
