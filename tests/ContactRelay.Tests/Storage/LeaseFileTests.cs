using ContactRelay.LocalHost.Storage;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The leases beside the database, as the process finds them that comes after.</summary>
public sealed class LeaseFileTests : IDisposable
{
    private readonly TestFolder _path = new();
    private readonly DataFolder _folder;

    public LeaseFileTests() => _folder = DataFolder.Open(_path.Path);

    private string FilePath => Path.Combine(_path.Path, "leases");

    public void Dispose()
    {
        _folder.Dispose();
        _path.Dispose();
    }

    [Fact]
    public void Leases_are_there_for_the_next_one_to_open_the_file()
    {
        Write("1", "2");

        Assert.Equal(["1", "2"], Left());
    }

    [Fact]
    public void Slot_that_was_taken_again_holds_the_later_and_shorter_lease()
    {
        using (var file = new LeaseFile(_folder))
        {
            int? slot = null;
            file.TryWrite(Of(new string('x', 200)), ref slot);
            file.TryWrite(Of("1"), ref slot);
        }

        Assert.Equal(["1"], Left());
    }

    [Fact]
    public void Nothing_of_a_contact_is_left_once_the_file_was_emptied()
    {
        Write("ada@example.com", "bob@example.com");

        // As if killed before the second lease's length was written.
        using (var file = File.OpenWrite(FilePath))
        {
            file.Position = 4096;
            file.Write(new byte[sizeof(int)]);
        }

        using (var file = new LeaseFile(_folder))
        {
            file.Clear();
        }

        Assert.All(File.ReadAllBytes(FilePath), one => Assert.Equal(0, one));
    }

    [Fact]
    public void Lease_that_is_only_half_there_is_none()
    {
        Write("1", "2");
        var bytes = File.ReadAllBytes(FilePath);
        Array.Clear(bytes, 20, 20);
        File.WriteAllBytes(FilePath, bytes);

        Assert.Equal(["2"], Left());
    }

    // As an earlier release left it, which wrote no more than it had to.
    [Fact]
    public void File_that_ends_after_its_last_lease_is_read_all_the_same()
    {
        Write("1");
        var bytes = File.ReadAllBytes(FilePath);
        File.WriteAllBytes(FilePath, bytes[..(sizeof(int) + BitConverter.ToInt32(bytes))]);

        Assert.Equal(["1"], Left());
    }

    [Fact]
    public void Lease_that_is_too_long_or_finds_no_free_slot_is_not_written()
    {
        using var file = new LeaseFile(_folder);
        int? slot = null;
        Assert.False(file.TryWrite(Of(new string('x', 5000)), ref slot));
        Assert.Null(slot);

        var written = 0;
        for (int? next = null; file.TryWrite(Of("1"), ref next); next = null)
        {
            written++;
        }

        Assert.Equal(256, written);
        file.Free(3);
        Assert.True(file.TryWrite(Of("1"), ref slot));
        Assert.Equal(3, slot);
    }

    private static KeptLease Of(string contact) => new("acme", contact, 1, new("token", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, ["u1"]));

    private void Write(params string[] contacts)
    {
        using var file = new LeaseFile(_folder);
        foreach (var contact in contacts)
        {
            int? slot = null;
            Assert.True(file.TryWrite(Of(contact), ref slot));
        }
    }

    private IEnumerable<string> Left()
    {
        using var file = new LeaseFile(_folder);
        return file.Left.Select(lease => lease.ContactId);
    }
}
