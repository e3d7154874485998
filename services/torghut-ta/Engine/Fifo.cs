namespace Torghut.Ta.Engine;

/// <summary>A growable ring whose elements can be changed in place.</summary>
internal sealed class Fifo<T>
{
    private T[] _items = new T[4];
    private int _head;

    public int Count { get; private set; }

    public ref T this[int index] => ref _items[(_head + index) & (_items.Length - 1)];

    public void Enqueue(in T item)
    {
        if (Count == _items.Length)
        {
            var larger = new T[_items.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = this[i];
            }

            _items = larger;
            _head = 0;
        }

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public void RemoveFirst()
    {
        _items[_head] = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
    }

    public void Clear()
    {
        while (Count > 0)
        {
            RemoveFirst();
        }
    }
}
