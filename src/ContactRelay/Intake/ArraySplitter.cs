using System.Buffers;
using System.Text.Json;

namespace ContactRelay.Intake;

/// <summary>A JSON array, each of its elements an item.</summary>
internal sealed class ArraySplitter : IBatchSplitter
{
    // The reader keeps its nesting in a bit stack, so depth costs nothing here; an item's own reader limits it.
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = int.MaxValue });
    private bool _isInArray;

    /// <inheritdoc/>
    public bool IsNoBatch { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, bool isAll, out ReadOnlySequence<byte> item)
    {
        item = default;
        while (!IsNoBatch)
        {
            var reader = new Utf8JsonReader(buffer, isAll, _state);
            if (!reader.Read())
            {
                return false;
            }

            var start = reader.TokenStartIndex;
            var isElement = _isInArray && reader.TokenType != JsonTokenType.EndArray;
            if (isElement && !reader.TrySkip())
            {
                return false;
            }

            IsNoBatch = !_isInArray && reader.TokenType != JsonTokenType.StartArray;
            _isInArray = isElement || reader.TokenType == JsonTokenType.StartArray;
            _state = reader.CurrentState;
            item = buffer.Slice(start, reader.BytesConsumed - start);
            buffer = buffer.Slice(reader.BytesConsumed);
            if (isElement)
            {
                return true;
            }
        }

        return false;
    }
}
