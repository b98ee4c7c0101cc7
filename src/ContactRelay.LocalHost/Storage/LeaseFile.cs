using System.IO.MemoryMappedFiles;
using System.Text.Json;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The leases that this process has in memory, written where the next one finds them if this one is killed: what was
/// cut off in the middle of a call must rest, since the call may still land. They are not flushed to disk: a machine that
/// was cut off itself sends nothing any more, and takes longer than that rest to be back. So the file is mapped into
/// memory, and a lease costs no call of the system.
/// </summary>
internal sealed class LeaseFile : IDisposable
{
    // More than a host ever has messages in hand.
    private const int Slots = 256;
    private const int SlotBytes = 4096;
    private const int FileBytes = Slots * SlotBytes;
    private const int HeadBytes = sizeof(int);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Stack<int> _free = new(Enumerable.Range(0, Slots).Reverse());

    public LeaseFile(DataFolder folder)
    {
        _file = Open(Path.Combine(folder.Path, "leases"));
        _view = _file.CreateViewAccessor();
        Left = Read();
    }

    /// <summary>What was in the file when it was opened.</summary>
    public IReadOnlyList<KeptLease> Left { get; }

    /// <summary>Writes a lease in this slot, or in a free one. False where it is too long, or none is free.</summary>
    public bool TryWrite(KeptLease lease, ref int? slot)
    {
        var json = lease.Write();
        lock (_free)
        {
            if (json.Length > SlotBytes - HeadBytes || (slot is null && _free.Count == 0))
            {
                return false;
            }

            slot ??= _free.Pop();
            var at = slot.Value * SlotBytes;

            // Its length comes last: a lease that is only half there counts as none, and its call has not begun.
            _view.Write(at, 0);
            _view.WriteArray(at + HeadBytes, json, 0, json.Length);
            _view.Write(at, json.Length);
            return true;
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
    public void Clear()
    {
        var empty = new byte[SlotBytes];
        for (var at = 0; at < FileBytes; at += SlotBytes)
        {
            // A slot that was ever written begins with a length or, where that was still to come, with the start of its lease.
            if (_view.ReadInt64(at) != 0)
            {
                _view.WriteArray(at, empty, 0, SlotBytes);
            }
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Opens the file at its full size, so that what is mapped is on the disk and not only promised.</summary>
    private static MemoryMappedFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var missing = FileBytes - stream.Length;
        if (missing > 0)
        {
            stream.Position = stream.Length;
            stream.Write(new byte[missing]);
            stream.Flush();
        }

        return MemoryMappedFile.CreateFromFile(stream, null, FileBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
    }

    private List<KeptLease> Read()
    {
        var leases = new List<KeptLease>();
        var json = new byte[SlotBytes - HeadBytes];
        for (var at = 0; at < FileBytes; at += SlotBytes)
        {
            var length = _view.ReadInt32(at);
            if (length > 0 && length <= json.Length)
            {
                _view.ReadArray(at + HeadBytes, json, 0, length);
                if (Parse(json.AsSpan(0, length)) is { } lease)
                {
                    leases.Add(lease);
                }
            }
        }

        return leases;
    }

    private static KeptLease? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return KeptLease.Read(json);
        }
        catch (JsonException)
        {
            // Half-written when the machine was cut off.
            return null;
        }
    }
}
