using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The leases that this process has in memory, written where the next one finds them if this one is killed: what was
/// cut off in the middle of a call must rest, since the call may still land. They are not flushed to disk: a machine that
/// was cut off itself sends nothing any more, and takes longer than that rest to be back.
/// </summary>
internal sealed class LeaseFile : IDisposable
{
    // More than a host ever has messages in hand.
    private const int Slots = 256;
    private const int SlotBytes = 4096;
    private const int HeadBytes = sizeof(int);

    private readonly SafeFileHandle _file;
    private readonly Stack<int> _free = new(Enumerable.Range(0, Slots).Reverse());
    private readonly byte[] _buffer = new byte[SlotBytes];

    public LeaseFile(DataFolder folder)
    {
        _file = File.OpenHandle(Path.Combine(folder.Path, "leases"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Left = Read();
    }

    /// <summary>What was in the file when it was opened.</summary>
    public IReadOnlyList<KeptLease> Left { get; }

    /// <summary>Writes a lease in this slot, or in a free one. False where it is too long, there is none free, or it cannot be written.</summary>
    public bool TryWrite(KeptLease lease, ref int? slot)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(lease, KeptLeaseJson.Default.KeptLease);
        lock (_free)
        {
            if (json.Length > SlotBytes - HeadBytes || (slot is null && _free.Count == 0))
            {
                return false;
            }

            slot ??= _free.Pop();
            BinaryPrimitives.WriteInt32LittleEndian(_buffer, json.Length);
            json.CopyTo(_buffer, HeadBytes);
            try
            {
                RandomAccess.Write(_file, _buffer.AsSpan(0, HeadBytes + json.Length), (long)slot.Value * SlotBytes);
                return true;
            }
            catch (IOException)
            {
                // The disk may be full. The lease is then stored with its mailbox, or that says so.
                return false;
            }
        }
    }

    /// <summary>Lets another lease have the slot. What it holds is known by its version to be over.</summary>
    public void Free(int slot)
    {
        lock (_free)
        {
            _free.Push(slot);
        }
    }

    /// <summary>Empties the file, once what was in it has been seen to: it names contacts, who may have been erased since.</summary>
    public void Clear() => RandomAccess.SetLength(_file, 0);

    public void Dispose() => _file.Dispose();

    private List<KeptLease> Read()
    {
        var leases = new List<KeptLease>();
        for (var slot = 0; slot < Slots; slot++)
        {
            var bytes = _buffer.AsSpan(0, RandomAccess.Read(_file, _buffer, (long)slot * SlotBytes));
            var length = bytes.Length < HeadBytes ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            if (length > 0 && length <= bytes.Length - HeadBytes && Parse(bytes.Slice(HeadBytes, length)) is { } lease)
            {
                leases.Add(lease);
            }
        }

        return leases;
    }

    private static KeptLease? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KeptLeaseJson.Default.KeptLease);
        }
        catch (JsonException)
        {
            // Half-written when the machine was cut off.
            return null;
        }
    }
}
