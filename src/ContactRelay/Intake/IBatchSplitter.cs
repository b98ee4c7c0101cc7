using System.Buffers;
using System.Text.Json;

namespace ContactRelay.Intake;

/// <summary>Finds where the items of a batch begin and end, in bytes that come in pieces.</summary>
internal interface IBatchSplitter
{
    /// <summary>Whether the body is well-formed, and yet no batch.</summary>
    bool IsNoBatch { get; }

    /// <summary>
    /// The next item that is whole, which is cut off the buffer. False where there is none before more of the body has
    /// come. Throws <see cref="JsonException"/> where nobody can tell the items apart.
    /// </summary>
    /// <param name="buffer">What has come and has not been cut off yet.</param>
    /// <param name="isAll">Whether no more will come.</param>
    /// <param name="item">The item's bytes.</param>
    bool TryRead(ref ReadOnlySequence<byte> buffer, bool isAll, out ReadOnlySequence<byte> item);
}
